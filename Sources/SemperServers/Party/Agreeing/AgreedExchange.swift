import SemperArchive
import SemperCoding
import SemperCommunication
import SemperExchange
import SemperModel

/// An exchange that this party has agreed on, durable before anything is signed for it.
struct AgreedExchange: Hashable, CanonicalValue {
  private static let table = RecordTable("party_exchange")
  private static let key = Array("agreed".utf8)

  let number: Nonce
  let side: ExchangeSide
  let peer: Address
  let began: Timestamp

  init(number: Nonce, side: ExchangeSide, peer: Address, began: Timestamp) {
    self.number = number
    self.side = side
    self.peer = peer
    self.began = began
  }

  var id: Digest { side.terms.id }

  var json: JSON {
    .fields(["began": began.json, "number": number.json, "peer": peer.json, "side": side.json])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    began = try fields.value("began")
    number = try fields.value("number")
    peer = try fields.value("peer")
    side = try fields.value("side")
    try fields.close()
  }

  static func stored(in records: any Records) async throws -> AgreedExchange? {
    try await records.read { try $0.value(key, in: table) }
      .map { try AgreedExchange(canonicalBytes: $0, limits: ExchangeBundle.limits) }
  }

  /// Keeps it, unless another was agreed before: then that one is what counts.
  func store(in records: any Records) async throws -> AgreedExchange {
    try AgreedExchange(
      canonicalBytes: await records.first(canonicalBytes, for: Self.key, in: Self.table), limits: ExchangeBundle.limits)
  }
}
