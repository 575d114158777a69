reason-unknown-code = Onbekende reden: { $code }
reason-unknown-code-fix = Helpdesk.
