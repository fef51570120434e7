//! Where something is, about.

/// The mean radius of the Earth in kilometres (IUGG).
const EARTH_KM: f64 = 6371.0;

/// A place on the Earth in hundredths of a degree: to about a kilometre, and no nearer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Point {
    /// North of the equator, -9000 to 9000.
    pub lat: i16,
    /// East of Greenwich, -18000 to 18000.
    pub lon: i16,
}

impl Point {
    /// A point, where the hundredths of degrees are on the Earth.
    #[must_use]
    pub fn new(lat: i16, lon: i16) -> Option<Self> {
        let is = (-9000..=9000).contains(&lat) && (-18000..=18000).contains(&lon);
        is.then_some(Self { lat, lon })
    }

    /// A point of degrees, as they are written on maps.
    #[must_use]
    pub fn of_degrees(lat: f64, lon: f64) -> Option<Self> {
        let hundredths = |degrees: f64, most: f64| (degrees.abs() <= most).then(|| (degrees * 100.0).round());
        #[expect(clippy::cast_possible_truncation, reason = "at most 18000")]
        let whole = |hundredths: f64| hundredths as i16;
        Self::new(whole(hundredths(lat, 90.0)?), whole(hundredths(lon, 180.0)?))
    }

    /// Reads `45.52, -122.68`: degrees north and east.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (lat, lon) = text.split_once(',')?;
        Self::of_degrees(lat.trim().parse().ok()?, lon.trim().parse().ok()?)
    }

    /// About how far it is to another place, in kilometres along the Earth (haversine).
    #[must_use]
    pub fn km(self, other: Self) -> f64 {
        let radians = |hundredths: i16| (f64::from(hundredths) / 100.0).to_radians();
        let (one, two) = (radians(self.lat), radians(other.lat));
        let (dlat, dlon) = ((two - one) / 2.0, (radians(other.lon) - radians(self.lon)) / 2.0);
        let half = dlat.sin().powi(2) + one.cos() * two.cos() * dlon.sin().powi(2);
        2.0 * EARTH_KM * half.min(1.0).sqrt().asin()
    }
}
