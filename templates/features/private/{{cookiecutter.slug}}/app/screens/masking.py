"""Personal data stays here: what leaves is masked, and written down as it was sent."""

from app.masking.audit import record
from app.masking.mask import Mask

screen = Mask
sent = record
private = True
said = {
    "en": (
        "Emails, phone numbers, identity, tax, card and account numbers are masked before a model reads them. "
        "Names and addresses of homes are not."
    ),
    "vi": (
        "Email, số điện thoại, số giấy tờ tùy thân, mã số thuế, số thẻ và số tài khoản được che trước khi mô hình đọc. "
        "Họ tên và địa chỉ nhà thì không."
    ),
}
