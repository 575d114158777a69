//! The product in a box with a browser in front: cookies, forms, no sockets.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use domain::{Language, UserId};
use exact_sandbox::{DEMO_CLIENT_ID, DEMO_CLIENT_SECRET, Sandbox};
use http::header::{CONTENT_TYPE, COOKIE, HOST, LOCATION, SET_COOKIE};
use http::{Method, Request, Response, StatusCode};
use http_body_util::BodyExt;
use link::{Link, LinkSettings};
use office::users::{self, UserForm};
use office::{Actor, Office, Role, Vault};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::SecretString;
use store::{Clock, Db, Ids, Probing, Target};
use testing::db::TestDb;
use testing::transport::SandboxTransport;
use tower::ServiceExt;
use web::{App, Settings};

/// The password of everybody here.
pub(crate) const PASSWORD: &str = "vijf natte honden";

/// The whole product over a database of its own, with the sandbox behind it.
pub(crate) struct House {
    db: Option<TestDb>,
    pub(crate) sandbox: Sandbox,
    pub(crate) app: App,
    pub(crate) boss: Actor,
    pub(crate) router: Router,
}

impl House {
    pub(crate) async fn open() -> Self {
        Self::with(Settings::default()).await
    }

    /// The same with other settings of the pages.
    pub(crate) async fn with(settings: Settings) -> Self {
        let test = TestDb::sqlite().await.unwrap();
        let house = Self::over(test.db(), settings);
        Self {
            db: Some(test),
            ..house
        }
    }

    /// The same over this database.
    pub(crate) fn over(db: Db, pages: Settings) -> Self {
        let clock = Clock::fixed("2026-11-24T09:00:00Z".parse().unwrap());
        let told = clock.clone();
        let sandbox = Sandbox::builder(Arc::new(move || told.now()))
            .seed(exact_sandbox::demo(clock.now()))
            .build()
            .unwrap();
        let ids = Ids::seeded(3, clock.clone());
        let vault = Vault::from_key([5; 32], ids.clone());
        let office = Office::new(db.telling(&clock), clock, ids, vault);
        let settings = LinkSettings::new(
            "http://127.0.0.1:8090",
            DEMO_CLIENT_ID,
            SecretString::from(DEMO_CLIENT_SECRET),
            "http://127.0.0.1:8080/koppeling/exact/callback",
            "test",
        );
        let transport = Arc::new(SandboxTransport::new(&sandbox));
        let link = Link::new(office.clone(), transport, settings).unwrap();
        let app = App {
            office,
            link,
            settings: pages,
        };
        let router = web::router(app.clone());
        Self {
            db: None,
            sandbox,
            app,
            boss: Actor::system("test"),
            router,
        }
    }

    /// The same, with the database asked in another way how it is.
    pub(crate) fn probed(mut self, probing: Probing) -> Self {
        let db = self.app.office.db.clone().probed(probing);
        self.app.office.db = db.clone();
        self.app.link.office.db = db;
        self.router = web::router(self.app.clone());
        self
    }

    /// Another program that holds the database's lock until it is dropped.
    pub(crate) fn locked(&self) -> rusqlite::Connection {
        let Some(Target::SqliteFile(path)) = self.db.as_ref().map(TestDb::target) else {
            panic!("only a file is locked so");
        };
        let other = rusqlite::Connection::open(path).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        other
    }

    /// Somebody who may sign in as `login` with [`PASSWORD`].
    pub(crate) async fn person(&self, login: &str, role: Role) -> UserId {
        let form = UserForm {
            login: login.to_owned(),
            name: format!("Persoon {login}"),
            role,
            language: Language::Nl,
            password: Some(SecretString::from(PASSWORD)),
        };
        users::create(&self.app.office, &self.boss, &form)
            .await
            .unwrap()
            .user
            .id
    }

    /// A browser in which somebody of this role has signed in.
    pub(crate) async fn signed_in(&self, role: Role) -> Browser {
        let login = role.to_string();
        self.person(&login, role).await;
        let mut browser = self.browser();
        let answer = browser
            .post("/aanmelden", &[("login", &login), ("password", PASSWORD)])
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        browser
    }

    pub(crate) fn browser(&self) -> Browser {
        Browser {
            router: self.router.clone(),
            cookies: BTreeMap::new(),
        }
    }
}

/// A browser: it keeps cookies and says where it is.
#[derive(Clone)]
pub(crate) struct Browser {
    router: Router,
    pub(crate) cookies: BTreeMap<String, String>,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: http::HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn location(&self) -> &str {
        self.header(LOCATION.as_str())
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// Whether the page holds the text, escaped or not.
    pub(crate) fn says(&self, text: &str) -> bool {
        self.body.contains(text)
            || self
                .body
                .replace("&#38;", "&")
                .replace("&#39;", "'")
                .contains(text)
    }
}

impl Browser {
    pub(crate) async fn get(&mut self, address: &str) -> Answer {
        self.send(Request::builder().uri(address).body(Body::empty()).unwrap())
            .await
    }

    /// Posts a form as a page of our own would.
    pub(crate) async fn post(&mut self, address: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_with(address, fields, &[("Sec-Fetch-Site", "same-origin")])
            .await
    }

    pub(crate) async fn post_with(
        &mut self,
        address: &str,
        fields: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Answer {
        let pair = |(name, value): &(&str, &str)| {
            format!("{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC))
        };
        let form = fields.iter().map(pair).collect::<Vec<_>>().join("&");
        let mut request = Request::builder()
            .method(Method::POST)
            .uri(address)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(form)).unwrap()).await
    }

    /// Posts a form with files.
    pub(crate) async fn upload(
        &mut self,
        address: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &[u8])],
    ) -> Answer {
        let body = Body::from(multipart(fields, files));
        self.upload_body(address, body).await
    }

    /// Posts a body that [`multipart`] made.
    pub(crate) async fn upload_body(&mut self, address: &str, body: Body) -> Answer {
        let request = Request::builder()
            .method(Method::POST)
            .uri(address)
            .header("Sec-Fetch-Site", "same-origin")
            .header(
                CONTENT_TYPE,
                format!("multipart/form-data; boundary={EDGE}"),
            )
            .body(body)
            .unwrap();
        self.send(request).await
    }

    pub(crate) async fn send(&mut self, mut request: Request<Body>) -> Answer {
        let jar: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let headers = request.headers_mut();
        headers.insert(HOST, "127.0.0.1:8080".parse().unwrap());
        if !jar.is_empty() {
            headers.insert(COOKIE, jar.join("; ").parse().unwrap());
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        self.keep(&response);
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    fn keep(&mut self, response: &Response<Body>) {
        for header in response.headers().get_all(SET_COOKIE) {
            let text = header.to_str().unwrap();
            let (name, value) = text.split(';').next().unwrap().split_once('=').unwrap();
            if text.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

/// What stands between the parts of a form with files.
const EDGE: &str = "----edge";

/// A form with files, as it travels.
pub(crate) fn multipart(fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(
            format!(
                "--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            )
            .bytes(),
        );
    }
    for (name, content) in files {
        body.extend(
                format!(
                    "--{EDGE}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\
                     Content-Type: text/xml\r\n\r\n"
                )
                .bytes(),
            );
        body.extend(*content);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{EDGE}--\r\n").bytes());
    body
}
