"""Personal data stays here: what leaves is masked, and written down as it was sent."""

from app.masking.audit import record
from app.masking.mask import Mask

screen = Mask
sent = record
private = True
said = {
    "en": "Emails, phone, identity and bank numbers are masked before a model reads; names and home addresses are not.",
    "vi": "Email, số điện thoại, giấy tờ, tài khoản được che trước khi mô hình đọc; họ tên và địa chỉ nhà thì không.",
}
