import SemperCoding
import SemperCryptography
import SemperModel

/// What was asked of another bank about an approval, by the ids of the questions, as far as it may be cited again.
struct IssuerTrace: DERValue, Hashable {
  /// What holds the money at the issuer.
  var held: ByteString?
  /// What took it: a completion of the hold, or a purchase.
  var taken: ByteString?
  /// The newest credit, and how much it gave back.
  var credited: ByteString?
  var lastCredit: CurrencyAmount?

  init() {}

  var der: DERElement {
    .sequence([held?.der.implicit(0), taken?.der.implicit(1), credited?.der.implicit(2), lastCredit?.der.implicit(3)])
  }

  init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    held = try fields.optional(0)
    taken = try fields.optional(1)
    credited = try fields.optional(2)
    lastCredit = try fields.optional(3)
    try fields.close()
  }
}
