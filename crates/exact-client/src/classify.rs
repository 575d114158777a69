//! From an HTTP answer to a success or a [`CallError`].

use bytes::Bytes;
use exact_api::errors::{Message, Refusal, read_message};
use exact_api::{Answer, Limits};
use http::{HeaderMap, Response, StatusCode};

use crate::call_error::{CallError, LimitWindow, Unknown, UnknownWhy};

/// How much of an unexpected answer is kept, in characters.
const KEPT_TEXT: usize = 300;

/// Reads a whole answer.
pub(crate) fn classify<A: Answer>(
    response: &Response<Bytes>,
    limits: &Limits,
) -> Result<A, CallError> {
    let unknown = |why| {
        CallError::Unknown(Unknown {
            status: Some(response.status().as_u16()),
            why,
            retry_after: retry_after(response.headers()),
        })
    };
    let status = response.status();
    if matches!(
        status,
        StatusCode::OK | StatusCode::CREATED | StatusCode::NO_CONTENT
    ) {
        let body = std::str::from_utf8(response.body())
            .map_err(|error| unknown(UnknownWhy::UnreadableAnswer(Box::new(error))))?;
        return A::read(body)
            .map_err(|error| unknown(UnknownWhy::UnreadableAnswer(Box::new(error))));
    }
    let body = String::from_utf8_lossy(response.body());
    let message = read_message(&body);
    let text: String = message.text().chars().take(KEPT_TEXT).collect();
    Err(match status.as_u16() {
        400 => CallError::BadRequest { text },
        401 => CallError::Unauthorised { text },
        403 => CallError::Forbidden {
            reason: header(response.headers(), "reason"),
            text,
        },
        404 => CallError::NotFound { text },
        429 => too_many(limits),
        500 => match message {
            Message::Documented(text) => {
                let refusal = Refusal::read(&text);
                if refusal.is_known() {
                    CallError::Refused(refusal)
                } else {
                    unknown(UnknownWhy::UnknownRefusal(refusal))
                }
            }
            Message::Bare(_) | Message::Empty => unknown(UnknownWhy::UnexpectedStatus(text)),
        },
        _ => unknown(UnknownWhy::UnexpectedStatus(text)),
    })
}

/// On a 429 only the headers of the exhausted window are there; where both are, the day if it is
/// at zero (its wait is the longer one).
fn too_many(limits: &Limits) -> CallError {
    let minute = limits.minute.map(|window| (LimitWindow::Minute, window));
    let day = limits.day.map(|window| (LimitWindow::Day, window));
    let day_is_used_up = day.is_some_and(|(_, window)| window.remaining == Some(0));
    let told = if day_is_used_up { day } else { minute.or(day) };
    CallError::TooManyRequests {
        window: told.map(|(which, _)| which),
        until: told.and_then(|(_, window)| window.reset),
    }
}

fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

fn retry_after(headers: &HeaderMap) -> Option<u32> {
    header(headers, "retry-after")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use exact_api::errors::is_certain_refusal;
    use exact_api::{Done, Page, endpoints::Me};

    use super::*;

    fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Response<Bytes> {
        let mut response = Response::builder().status(status);
        for (name, value) in headers {
            response = response.header(*name, *value);
        }
        response
            .body(Bytes::from(body.to_owned()))
            .expect("a response")
    }

    fn error(status: u16, headers: &[(&str, &str)], body: &str) -> CallError {
        let response = answer(status, headers, body);
        classify::<Done>(&response, &Limits::read(response.headers())).expect_err("an error")
    }

    fn document(value: &str) -> String {
        format!(r#"{{"error":{{"code":"","message":{{"lang":"","value":"{value}"}}}}}}"#)
    }

    #[test]
    fn certainty_is_the_same_here_and_in_the_api() {
        let bodies = [
            document("Verplicht: Dagboek"),
            document("A problem has occurred."),
            "<html>".to_owned(),
            String::new(),
        ];
        for status in [
            400, 401, 403, 404, 405, 408, 409, 429, 500, 501, 502, 503, 504, 302,
        ] {
            for body in &bodies {
                let error = error(status, &[], body);
                assert_eq!(
                    error.is_certain(),
                    is_certain_refusal(status, body),
                    "{status} {body}"
                );
            }
        }
    }

    #[test]
    fn a_forbidden_call_carries_its_reason() {
        let error = error(403, &[("Reason", "NoDivisionAccess")], "Forbidden");
        let CallError::Forbidden { reason, text } = &error else {
            panic!("{error:?}")
        };
        assert_eq!(
            (reason.as_deref(), text.as_str()),
            (Some("NoDivisionAccess"), "Forbidden")
        );
        assert!(error.counts_for_error_velocity());
    }

    #[test]
    fn a_429_tells_its_window_by_the_headers_that_are_there() {
        let minute = [
            ("X-RateLimit-Minutely-Remaining", "0"),
            ("X-RateLimit-Minutely-Reset", "1683879540000"),
        ];
        let day = [
            ("X-RateLimit-Remaining", "0"),
            ("X-RateLimit-Reset", "1683936000000"),
        ];
        let both = [minute[0], day[0]];
        for (headers, expected) in [
            (&minute[..], Some(LimitWindow::Minute)),
            (&day[..], Some(LimitWindow::Day)),
            (&both[..], Some(LimitWindow::Day)),
            (&[], None),
        ] {
            let error = error(429, headers, "");
            let CallError::TooManyRequests { window, .. } = error else {
                panic!("{error:?}")
            };
            assert_eq!(window, expected);
        }
    }

    #[test]
    fn a_success_that_cannot_be_read_is_unknown() {
        for (status, body) in [
            (200, "<html>log in</html>"),
            (201, ""),
            (204, ""),
            (200, "{\"d\":"),
        ] {
            let read = classify::<Page<Me>>(&answer(status, &[], body), &Limits::default());
            let Err(CallError::Unknown(unknown)) = read else {
                panic!("{status} {body}")
            };
            assert!(matches!(unknown.why, UnknownWhy::UnreadableAnswer(_)));
            assert_eq!(unknown.status, Some(status));
        }
        assert!(classify::<Done>(&answer(204, &[], ""), &Limits::default()).is_ok());
        assert!(classify::<Done>(&answer(200, &[], "<html>"), &Limits::default()).is_err());
    }

    #[test]
    fn maintenance_says_when_to_come_back() {
        let CallError::Unknown(unknown) = error(503, &[("Retry-After", "120")], "<html>") else {
            panic!("not unknown")
        };
        assert_eq!(unknown.retry_after, Some(120));
    }
}
