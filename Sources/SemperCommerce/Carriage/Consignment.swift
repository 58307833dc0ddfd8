public import SemperCoding
import SemperCryptography
public import SemperModel

/// What the sender of goods puts on a parcel beside the carrier's own number: by which its statement is bound to one step of one deal, and
/// to where the goods were to go.
///
/// The deal's id is random and known to its two sides alone, so the number says nothing to a carrier, and those of two steps of one deal
/// have nothing in common.
public struct Consignment: Hashable, Sendable, CanonicalValue {
  public let number: Digest
  /// The lines of the address; `nil` where the terms name none for delivery.
  public let address: [String]?

  /// - Parameter turn: of the step in which the goods are given.
  public init(deal: ID<Deal>, turn: Int, address: [String]?) {
    number = Digest(of: deal.bytes + withUnsafeBytes(of: UInt64(turn).bigEndian, Array.init), for: .consignment)
    self.address = address
  }

  /// As its sender has told it to the carrier.
  public init(number: Digest, address: [String]?) {
    self.number = number
    self.address = address
  }

  /// The address as a carrier's statement names it: nobody learns it from that, and whoever knows it can tell that it is this one.
  public var destination: Digest? {
    address.map { Digest(of: number.bytes + CanonicalJSON.encode($0.json), for: .destination) }
  }

  public var json: JSON { .fields(["address": address?.json, "consignment": number.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    address = try fields.optional("address")
    number = try fields.value("consignment")
    try fields.close()
  }
}
