//! Filters work on what was found: they cost no request, and stay for the next search.

use std::rc::Rc;

use model::{OpeningTimes, ServicePoint, Weekday};

use crate::{format, text::Text};

/// One thing that a shopper can ask of a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Filter {
    /// The type, by its word: unknown ones are all the same to a shopper.
    Type(Text),
    /// The carrier's code, as returned.
    Carrier(String),
    /// Open on most evenings.
    Evenings,
    /// Open on this day of the weekend.
    Day(Weekday),
}

/// The filters that are set. Of types, and of carriers, one of those set is enough; all else must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Filters(Vec<Filter>);

/// A filter that makes a difference among the points found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    /// What it asks for.
    pub(crate) filter: Filter,
    /// A carrier's name, as returned.
    pub(crate) carrier: Option<String>,
    /// How many of the points fit it.
    pub(crate) count: usize,
}

impl Filter {
    fn fits(&self, point: &ServicePoint) -> bool {
        let times: &OpeningTimes = &point.opening_times;
        match self {
            Self::Type(text) => format::shop_type(point) == *text,
            Self::Carrier(code) => point.carrier.code == *code,
            Self::Evenings => times.is_open_evenings(),
            Self::Day(day) => times.is_open_on(*day),
        }
    }
}

impl Filters {
    /// How many are set.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// Whether one is set.
    pub(crate) fn has(&self, filter: &Filter) -> bool {
        self.0.contains(filter)
    }

    /// Sets it, or takes it away.
    pub(crate) fn toggle(&mut self, filter: &Filter) {
        let before = self.count();
        self.0.retain(|set| set != filter);
        if self.count() == before {
            self.0.push(filter.clone());
        }
    }

    /// Takes all away.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// Whether a point is shown.
    pub(crate) fn fit(&self, point: &ServicePoint) -> bool {
        let is_type = |filter: &&Filter| matches!(filter, Filter::Type(_));
        let is_carrier = |filter: &&Filter| matches!(filter, Filter::Carrier(_));
        let one_of = |mut filters: Box<dyn Iterator<Item = &Filter> + '_>| {
            filters
                .next()
                .is_none_or(|first| first.fits(point) || filters.any(|filter| filter.fits(point)))
        };
        let is_time = |filter: &&Filter| !is_type(filter) && !is_carrier(filter);
        one_of(Box::new(self.0.iter().filter(is_type)))
            && one_of(Box::new(self.0.iter().filter(is_carrier)))
            && self
                .0
                .iter()
                .filter(is_time)
                .all(|filter| filter.fits(point))
    }

    /// What can be asked for among `total` points of which the `counted` filters are, in the order in
    /// which it is shown. A filter that all of them fit, or none, makes no difference; one that is set
    /// is shown all the same, or nobody could take it away.
    pub(crate) fn choices(&self, counted: &[Choice], total: usize) -> Vec<Choice> {
        let mut choices = counted.to_vec();
        for set in &self.0 {
            if choices.iter().all(|known| known.filter != *set)
                && let Filter::Carrier(code) = set
            {
                choices.push(Choice {
                    filter: set.clone(),
                    carrier: Some(code.clone()),
                    count: 0,
                });
            }
        }
        choices.retain(|choice| {
            let differs = choice.count > 0 && choice.count < total;
            differs || self.has(&choice.filter)
        });
        choices
    }
}

/// Every filter that there can be among points, and how many of them fit it. Looks at all opening
/// times, which takes its time for thousands of points.
pub(crate) fn count(points: &[Rc<ServicePoint>]) -> Vec<Choice> {
    let mut choices = all(points);
    for choice in &mut choices {
        let fitting = points.iter().filter(|point| choice.filter.fits(point));
        choice.count = fitting.count();
    }
    choices
}

/// Whether there is a filter that makes a difference among points: mostly the first points tell.
pub(crate) fn is_any(points: &[Rc<ServicePoint>]) -> bool {
    let Some(first) = points.first() else {
        return false;
    };
    all(points).iter().any(|choice| {
        let fits = choice.filter.fits(first);
        points.iter().any(|point| choice.filter.fits(point) != fits)
    })
}

/// Every filter that there can be among points, not counted.
fn all(points: &[Rc<ServicePoint>]) -> Vec<Choice> {
    let of = |filter, carrier| Choice {
        filter,
        carrier,
        count: 0,
    };
    let mut choices = Vec::new();
    for text in [
        Text::TypeLocker,
        Text::TypePostOffice,
        Text::TypeServicepoint,
        Text::TypeCarrierDepot,
        Text::TypeOther,
    ] {
        choices.push(of(Filter::Type(text), None));
    }
    for point in points {
        let code = &point.carrier.code;
        let is_known =
            |choice: &Choice| matches!(&choice.filter, Filter::Carrier(known) if known == code);
        if !choices.iter().any(is_known) {
            let carrier = Some(format::carrier(point));
            choices.push(of(Filter::Carrier(code.clone()), carrier));
        }
    }
    choices.push(of(Filter::Evenings, None));
    for day in [Weekday::Saturday, Weekday::Sunday] {
        choices.push(of(Filter::Day(day), None));
    }
    choices
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use model::{ServicePoint, Weekday};
    use serde_json::json;

    use super::{Filter, Filters, count, is_any};
    use crate::text::Text;

    fn points() -> Vec<Rc<ServicePoint>> {
        let long = json!([{"start_time": "08:00", "end_time": "22:00"}]);
        let points = [
            json!({"general_shop_type": "locker", "carrier": {"code": "dhl", "name": "DHL"},
                "opening_times": {"monday": long, "tuesday": long, "wednesday": long, "sunday": long}}),
            json!({"general_shop_type": "servicepoint", "carrier": {"code": "postnl", "name": "PostNL"},
                "opening_times": {"monday": long, "saturday": long}}),
            json!({"general_shop_type": "servicepoint", "carrier": {"code": "dhl", "name": "DHL"}}),
        ];
        let points = points.into_iter().zip(1..).map(|(mut point, id)| {
            point["id"] = id.into();
            point["position"] = json!({"latitude": 1, "longitude": 1});
            Rc::new(serde_json::from_value(point).expect("a service point"))
        });
        points.collect()
    }

    fn shown(filters: &[Filter]) -> Vec<u64> {
        let mut set = Filters::default();
        filters.iter().for_each(|filter| set.toggle(filter));
        let points = points();
        let shown = points.iter().filter(|point| set.fit(point));
        shown.map(|point| point.id.get()).collect()
    }

    #[test]
    fn one_type_of_several_is_enough_and_all_else_must_hold() {
        let carrier = |code: &str| Filter::Carrier(code.to_owned());
        assert_eq!(shown(&[]), [1, 2, 3]);
        assert_eq!(shown(&[Filter::Type(Text::TypeLocker)]), [1]);
        let types = [Text::TypeLocker, Text::TypeServicepoint].map(Filter::Type);
        assert_eq!(shown(&types), [1, 2, 3]);
        assert_eq!(shown(&[types[1].clone(), carrier("dhl")]), [3]);
        assert_eq!(shown(&[carrier("dhl"), carrier("postnl")]), [1, 2, 3]);
        assert_eq!(shown(&[Filter::Evenings]), [1]);
        assert_eq!(shown(&[Filter::Day(Weekday::Saturday)]), [2]);
        let weekend = [Weekday::Saturday, Weekday::Sunday].map(Filter::Day);
        assert_eq!(shown(&weekend), Vec::<u64>::new());
    }

    #[test]
    fn what_makes_no_difference_is_not_offered() {
        let choices = |points: &[Rc<ServicePoint>]| {
            let choices = Filters::default().choices(&count(points), points.len());
            assert_eq!(is_any(points), !choices.is_empty());
            let choices = choices
                .into_iter()
                .map(|choice| (choice.filter, choice.count));
            choices.collect::<Vec<_>>()
        };
        let points = points();
        assert_eq!(
            choices(&points),
            [
                (Filter::Type(Text::TypeLocker), 1),
                (Filter::Type(Text::TypeServicepoint), 2),
                (Filter::Carrier("dhl".to_owned()), 2),
                (Filter::Carrier("postnl".to_owned()), 1),
                (Filter::Evenings, 1),
                (Filter::Day(Weekday::Saturday), 1),
                (Filter::Day(Weekday::Sunday), 1),
            ]
        );
        assert_eq!(choices(&points[..1]), []);
        assert_eq!(choices(&[]), []);
    }

    /// A filter survives a new search, also where nothing there fits it: it can be taken away.
    #[test]
    fn what_is_set_stays_in_sight() {
        let mut filters = Filters::default();
        let carrier = Filter::Carrier("ups".to_owned());
        filters.toggle(&carrier);
        let choices = filters.choices(&count(&points()), 3);
        let choice = choices.iter().find(|choice| choice.filter == carrier);
        let choice = choice.expect("still there");
        assert_eq!((choice.carrier.as_deref(), choice.count), (Some("ups"), 0));
    }
}
