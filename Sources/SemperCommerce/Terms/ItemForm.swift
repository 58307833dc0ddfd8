public import SemperCoding

/// What an item declared in the terms is, as a bound expression over the offer: nothing about it is open.
///
/// Written `semper-offer`, `semper-order`, `semper-contract`, `semper-receipt`, `data(offer.content)`,
/// `money(offer.price)`.
public enum ItemForm: String, Sendable, CaseIterable, CanonicalValue {
  case offer = "semper-offer"
  case order = "semper-order"
  case contract = "semper-contract"
  case receipt = "semper-receipt"
  case data = "data(offer.content)"
  case money = "money(offer.price)"
}
