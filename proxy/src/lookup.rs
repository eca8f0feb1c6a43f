//! A reading question of a page: from the query to the name of its answer in the cache, and from
//! there to what is shown.

mod response;

use std::sync::Arc;

use axum::http::HeaderMap;
use axum::response::Response;
use model::{CountryCode, Search, ServicePoint, ServicePointId};
use tracing::warn;

use crate::app::AppState;
use crate::cache::{
    Answer, AnswerSource, Canonical, Cut, Entry, Key, Phase, Purpose, Question, Served, Shown,
    Subject, Unanswered,
};
use crate::encoding::Encoding;
use crate::error::Error;
use crate::limits::{ClientAddress, Limit, Limited};
use crate::routes::query::Pair;
use crate::shop::Shop;
use crate::upstream::{self, Client, Urgency};

/// A question that has passed every check of ours.
pub(crate) struct Lookup {
    shop: Arc<Shop>,
    key: Key,
    subject: Subject,
    call: Call,
    /// None for a point by its id.
    cut: Option<Cut>,
}

/// What Sendcloud is asked.
#[derive(Clone)]
enum Call {
    Search {
        search: Arc<Search>,
        /// Whether the operator vouches for its carriers.
        is_scope_configured: bool,
    },
    Point(ServicePointId),
}

impl Lookup {
    /// A search, as the shop allows it.
    ///
    /// # Errors
    ///
    /// 400 with every violation that was found.
    pub(crate) fn search(shop: &Arc<Shop>, pairs: Vec<Pair<'_>>) -> Result<Self, Error> {
        let search = Search::parse(pairs).map_err(Error::InvalidParameters)?;
        let is_scope_configured = shop.is_scope_configured(&search);
        let search = shop.restrict(search)?;
        Ok(Self::of(shop, search, is_scope_configured))
    }

    /// A search of ours, whatever the shop offers.
    pub(crate) fn search_all(shop: &Arc<Shop>, search: Search) -> Self {
        Self::of(shop, search, false)
    }

    fn of(shop: &Arc<Shop>, search: Search, is_scope_configured: bool) -> Self {
        let Canonical { search, cut } = if shop.config().exact_searches {
            Canonical::exact(search)
        } else {
            Canonical::of(search)
        };
        Self {
            key: Key::of_search(shop.upstream().account(), &search),
            subject: Subject::of(&search, !shop.config().exact_searches),
            shop: shop.clone(),
            call: Call::Search {
                search: Arc::new(search),
                is_scope_configured,
            },
            cut: Some(cut),
        }
    }

    /// A point by its id.
    pub(crate) fn point(shop: &Arc<Shop>, id: ServicePointId) -> Self {
        Self {
            key: Key::of_point(shop.upstream().account(), id),
            subject: Subject::Point,
            shop: shop.clone(),
            call: Call::Point(id),
            cut: None,
        }
    }

    pub(crate) fn shop(&self) -> &Arc<Shop> {
        &self.shop
    }

    /// The country of a search.
    pub(crate) fn country(&self) -> Option<CountryCode> {
        match &self.call {
            Call::Search { search, .. } => Some(search.country_code),
            Call::Point(_) => None,
        }
    }

    /// What is kept of the answer, and what its age makes of it.
    pub(crate) fn find_kept(&self, app: &AppState) -> Option<(Arc<Entry>, Phase)> {
        app.cache().find(&self.key)
    }

    /// Asks again behind an answer that is being shown.
    pub(crate) fn refresh_behind(&self, app: &AppState, kept: &Arc<Entry>) {
        let question = self.question(Purpose::Show);
        app.cache().refresh_behind(&question, kept, self.ask());
    }

    /// The answer for whoever is behind `client`: kept, or asked for.
    ///
    /// # Errors
    ///
    /// What keeps Sendcloud from being asked, or from answering.
    pub(crate) async fn answer(
        &self,
        app: &AppState,
        client: ClientAddress,
    ) -> Result<Served, Error> {
        let admit = || app.limit(Limit::Misses, &self.shop, client);
        let question = self.question(Purpose::Show);
        let served = app.cache().get(question, admit, self.ask()).await;
        served.map_err(refusal)
    }

    /// The point for a confirmation, which has a limit of its own; none where it was read so long
    /// ago that its availability says nothing.
    ///
    /// # Errors
    ///
    /// As [`Self::answer`]; 404 where the shop does not offer the point.
    pub(crate) async fn point_to_confirm(
        &self,
        app: &AppState,
        purpose: Purpose,
    ) -> Result<(ServicePoint, bool), Error> {
        let admit = || Ok(());
        let question = self.question(purpose);
        let served = app.cache().get(question, admit, self.ask()).await;
        let served = served.map_err(refusal)?;
        self.check(&served.entry)?;
        let point = served
            .entry
            .points()
            .first()
            .ok_or(Error::UnknownServicePoint)?;
        let is_current = !matches!(
            served.source,
            AnswerSource::Stale(_) | AnswerSource::NotAwaited(_)
        );
        Ok((point.clone(), is_current))
    }

    /// The answer for a request that has been admitted already, whether the shop shows it or not.
    ///
    /// # Errors
    ///
    /// As [`Self::answer`]; and where the answer is that there is none.
    pub(crate) async fn ask_for(
        &self,
        app: &AppState,
        purpose: Purpose,
    ) -> Result<Arc<Entry>, Error> {
        let question = self.question(purpose);
        let served = app.cache().get(question, || Ok(()), self.ask()).await;
        let entry = served.map_err(refusal)?.entry;
        match entry.answer() {
            Answer::Refused(error) => Err(error.clone().into()),
            Answer::Point(_) | Answer::Found(_) | Answer::Available(_) | Answer::Shipping(_) => {
                Ok(entry)
            }
        }
    }

    /// What a page is sent.
    ///
    /// # Errors
    ///
    /// Where the answer is that there is none, and 500 where there is no memory for it.
    pub(crate) async fn respond(
        &self,
        app: &AppState,
        served: &Served,
        request: &HeaderMap,
    ) -> Result<Response, Error> {
        let entry = &served.entry;
        self.check(entry)?;
        let variant = app
            .cache()
            .variant(
                &self.key,
                entry,
                &self.shown(entry),
                Encoding::choose(request),
            )
            .await;
        let variant = variant.map_err(|_| Error::Internal)?;
        Ok(response::show(
            entry,
            &variant,
            &served.source,
            request,
            app.clock(),
        ))
    }

    /// The same of what is kept, where its body has been made already.
    pub(crate) fn respond_at_once(
        &self,
        app: &AppState,
        entry: &Entry,
        request: &HeaderMap,
    ) -> Option<Response> {
        self.check(entry).ok()?;
        let variant = entry.variant(&self.shown(entry), Encoding::choose(request), app.clock())?;
        let source = AnswerSource::Hit;
        Some(response::show(
            entry,
            &variant,
            &source,
            request,
            app.clock(),
        ))
    }

    /// Whether the answer is something that this shop shows.
    fn check(&self, entry: &Entry) -> Result<(), Error> {
        match entry.answer() {
            Answer::Refused(error) => Err(error.clone().into()),
            Answer::Point(point) if !self.shop.offers(point) => Err(Error::UnknownServicePoint),
            Answer::Point(_) | Answer::Found(_) | Answer::Available(_) | Answer::Shipping(_) => {
                Ok(())
            }
        }
    }

    fn shown(&self, entry: &Entry) -> Shown {
        let points = entry.points();
        let all = Shown::First(points.len());
        self.cut.map_or(all, |cut| cut.of(points))
    }

    fn question(&self, purpose: Purpose) -> Question<'_> {
        Question {
            key: &self.key,
            subject: self.subject,
            country: self.country(),
            purpose,
        }
    }

    fn ask(&self) -> impl FnOnce(Urgency) -> AskFuture + Send + 'static + use<> {
        let client = self.shop.upstream().clone();
        let call = self.call.clone();
        move |urgency| Box::pin(ask(client, call, urgency))
    }
}

/// A call under way.
type AskFuture = std::pin::Pin<Box<dyn Future<Output = Result<Answer, upstream::Error>> + Send>>;

async fn ask(client: Arc<Client>, call: Call, urgency: Urgency) -> Result<Answer, upstream::Error> {
    match call {
        Call::Search {
            search,
            is_scope_configured,
        } => {
            let decoded = client.search(&search, urgency).await;
            let decoded = decoded.map_err(|error| error.find_fault(is_scope_configured))?;
            if decoded.dropped > 0 {
                let dropped = decoded.dropped;
                warn!(dropped, "malformed service points were left out of a list");
            }
            Ok(Answer::Found(decoded.results))
        }
        Call::Point(id) => {
            let point = client.find_service_point(id, urgency).await?;
            Ok(Answer::Point(Box::new(point)))
        }
    }
}

fn refusal(unanswered: Unanswered<Limited>) -> Error {
    match unanswered {
        Unanswered::Failed(error) | Unanswered::Remembered(error) => Error::from(error),
        Unanswered::Limited(limited) => Error::Limited(limited),
        Unanswered::Crowded => Error::Overloaded,
        Unanswered::TimedOut => Error::DeadlineExceeded,
    }
}
