public import SemperCoding
public import SemperCryptography
public import SemperModel

/// A carrier says what has become of a parcel: when it took it, whether and in which state it has handed it over, or that it went back.
///
/// It names the parcel as the sender's dispatch note does, and the consignment and the address that the sender has put on it. Of the deal
/// the carrier learns nothing: the consignment is a digest that only the two sides of the deal, and whom they show its evidence, can
/// compute. So a statement about another parcel, about another deal, or about a parcel that went to another address is none for this deal.
///
/// Its protected header carries the certificate by which an authority vouches for the key as a carrier's.
public struct Carriage: StatementContent {
  public static let kind = StatementKind.carriage
  public static let largestPayload = 4 << 10
  /// Bytes of a parcel's number.
  static let longestParcel = 80

  public enum Event: String, Sendable, CaseIterable, CanonicalValue {
    /// The carrier has it from its sender.
    case accepted
    /// Handed over to its receiver, and the receiver had nothing to say against its state.
    case delivered
    /// Handed over to its receiver, with damage that was to be seen.
    case damaged
    /// Its receiver did not take it.
    case refused
    /// Its sender has it again.
    case returned
  }

  public let carrier: PublicKey
  /// The number by which the carrier knows the parcel.
  public let parcel: HumanText
  public let consignment: Digest
  /// The address on the parcel, under its consignment; `nil` for one that bore none from its sender.
  public let destination: Digest?
  public let event: Event
  /// When it happened.
  public let at: Timestamp
  public let issued: Timestamp

  public init(
    carrier: PublicKey, parcel: HumanText, consignment: Digest, destination: Digest?, event: Event, at: Timestamp,
    issued: Timestamp
  ) {
    self.carrier = carrier
    self.parcel = parcel
    self.consignment = consignment
    self.destination = destination
    self.event = event
    self.at = at
    self.issued = issued
  }

  public var signers: [Thumbprint] { [carrier.thumbprint] }
  public var introducedKeys: [PublicKey] { [carrier] }
  public var json: JSON {
    .fields([
      "at": at.json, "carrier": carrier.json, "consignment": consignment.json, "destination": destination?.json,
      "event": event.json, "iat": issued.json, "parcel": parcel.json,
    ])
  }

  /// Refuses a number that is none or too long, and what is said before it has happened.
  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    at = try fields.value("at")
    carrier = try fields.value("carrier")
    consignment = try fields.value("consignment")
    destination = try fields.optional("destination")
    event = try fields.value("event")
    issued = try fields.value("iat")
    parcel = try fields.value("parcel")
    try fields.close()
    guard Self.isNumber(parcel) else {
      throw CodingError(.outOfRange, "a parcel's number is a line of 1 to \(Self.longestParcel) bytes").inside("parcel")
    }
    guard at <= issued else {
      throw CodingError(.outOfRange, "nobody says what has become of a parcel before it has happened").inside("at")
    }
  }

  /// Whether it can be the number of a parcel.
  public static func isNumber(_ text: HumanText) -> Bool {
    (1...longestParcel).contains(text.text.utf8.count) && !text.text.contains("\n")
  }
}
