"""The row of `app doctor` that says whether people sign in, and whether their provider can be used."""

import asyncio

from app.llm.checks import Check
from app.sign_in.faults import SENTENCES, SignInFault
from app.sign_in.provider import Provider
from app.sign_in.settings import SignInSettings
from app.words import in_language

WORDS = {
    "en": {
        "name": "sign-in",
        "off": "Nobody signs in; the app is open, or asks for a code.",
        "off_hint": "Set OIDC_ISSUER and OIDC_CLIENT_ID in .env.",
        "ok": "People sign in with {provider}.",
    },
    "vi": {
        "name": "đăng nhập",
        "off": "Không ai cần đăng nhập; ứng dụng để mở, hoặc hỏi mã.",
        "off_hint": "Đặt OIDC_ISSUER và OIDC_CLIENT_ID trong .env.",
        "ok": "Mọi người đăng nhập với {provider}.",
    },
}


def check(language: str) -> Check:
    """Ask the provider for what it publishes; the secret is only proved by signing in."""
    words, settings = in_language(WORDS, language), SignInSettings()
    if not settings.oidc_issuer:
        return Check(words["name"], "not_asked", words["off"], words["off_hint"])
    try:
        asyncio.run(Provider(settings).begin("http://127.0.0.1/", "/"))
    except SignInFault as fault:
        message, hint = in_language(SENTENCES, language)[fault.code]
        return Check(words["name"], "fault", message.format(provider=settings.provider), hint)
    return Check(words["name"], "ok", words["ok"].format(provider=settings.provider))
