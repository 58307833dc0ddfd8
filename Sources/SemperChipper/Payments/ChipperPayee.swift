import SemperCoding
import SemperModel
import SemperPayments

/// What a till's option says: the module that purses pay to.
struct ChipperPayee: Hashable, Sendable, CanonicalValue {
  let module: CardNumber

  init(module: CardNumber) { self.module = module }

  init(_ option: PaymentOption) throws(Refusal) {
    do {
      try self.init(canonicalBytes: option.particulars.bytes)
    } catch {
      throw Refusal(.malformed, blame: .peer, "the option does not say which module takes the payment: \(error)")
    }
  }

  var json: JSON { .fields(["module": module.description.json]) }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    module = try CardNumber(text: fields.value("module"))
    try fields.close()
  }
}

extension Money {
  /// The amount as cards write it.
  func cardAmount() throws(Refusal) -> UInt32 {
    guard let amount = UInt32(exactly: minorUnits), (1...PurseProfile.largest).contains(amount) else {
      throw Refusal(.limitExceeded, blame: .us, "a purse moves no more than \(PurseProfile.largest) at once")
    }
    return amount
  }
}
