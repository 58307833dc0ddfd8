import SemperCoding
import SemperModel
import SemperPayments

/// What a till's option says: the module that purses pay to, and whether all at once or step by step.
struct ChipperPayee: Hashable, Sendable, CanonicalValue {
  let module: CardNumber
  /// Whether what is due is metered, up to the agreed amount, and paid as it comes.
  let isMetered: Bool

  init(module: CardNumber, isMetered: Bool = false) {
    self.module = module
    self.isMetered = isMetered
  }

  init(_ option: PaymentOption) throws(Refusal) {
    do {
      try self.init(canonicalBytes: option.particulars.bytes)
    } catch {
      throw Refusal(.malformed, blame: .peer, "the option does not say which module takes the payment: \(error)")
    }
  }

  /// What is paid at once goes without saying.
  var json: JSON { .fields(["metered": isMetered ? true.json : nil, "module": module.description.json]) }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    isMetered = try fields.mark("metered")
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
