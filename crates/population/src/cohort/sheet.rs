//! One person of a file, as a sheet.

use supple_care::{Answer, Intensity, Mark, PlaceSet, Sheet, pain::MapState};

use super::{Bound, Cells, bind::Coded, form::NULL};

impl Cells {
    /// The number of one person in a column.
    fn one(&self, column: usize, lane: usize) -> Option<i32> {
        let value = self.numbers.get(column)?.as_ref()?.get(lane)?;
        (*value != NULL).then_some(*value)
    }

    /// Whether some column but that of the documents says something of a person.
    pub(super) fn says(&self, lane: usize) -> bool {
        (0..self.numbers.len()).any(|column| self.one(column, lane).is_some())
    }
}

impl Bound {
    /// A sheet with everything that the columns say of a person. What stands for nothing is left out.
    pub(super) fn sheet(&self, cells: &Cells, lane: usize) -> Sheet {
        let read = |column: &Coded| cells.one(column.at, lane).and_then(|value| column.answer(value));
        let holds = |column: Option<&Coded>, wanted| column.and_then(read) == Some(wanted);
        let day = self.today.and_then(|at| cells.one(at, lane));
        let mut sheet = Sheet::new(day.map_or(self.days.otherwise, supple_care::Day));
        sheet.proxy = holds(self.proxy.as_ref(), Answer::Yes);
        sheet.rescreen = holds(self.rescreen.as_ref(), Answer::Yes);
        for asked in &self.asked {
            if let Some(answer) = asked.column.as_ref().and_then(read) {
                sheet.set(asked.question, answer);
            }
        }
        if holds(self.map.as_ref(), Answer::Unknown) {
            sheet.pain.state = MapState::Unknown;
        } else if holds(self.map.as_ref(), Answer::Yes) {
            sheet.pain.state = MapState::Confirmed;
        }
        for (place, column) in &self.pain {
            let intensity = match read(column) {
                Some(Answer::Unknown) => Intensity::Unknown,
                Some(Answer::Number(strength)) => match u8::try_from(strength) {
                    Ok(strength) => Intensity::Of(strength),
                    Err(_) => Intensity::Unknown,
                },
                _ => continue,
            };
            let mark = Mark { place: *place, intensity, numb: false, spreads: PlaceSet::NONE, since: None };
            sheet.pain.marks.push(mark);
        }
        sheet
    }
}
