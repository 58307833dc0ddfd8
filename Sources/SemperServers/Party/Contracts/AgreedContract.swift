import SemperArchive
import SemperCoding
import SemperCommunication
import SemperExchange
import SemperModel
import SemperStatements

/// A contract whose parties have all agreed to be asked for their parts: the coordinator's side of each exchange, durable before
/// anything is signed.
struct AgreedContract: Hashable, CanonicalValue {
  private static let table = RecordTable("party_contract")
  private static let key = Array("agreed".utf8)
  private static let limits = DecodingLimits(bytes: 16 << 20, members: 200_000)

  let contract: ManyPartyContract
  let began: Timestamp
  /// The number, the way and our side of each exchange, in one order.
  let numbers: [Nonce]
  let peers: [Address]
  let sides: [ExchangeSide]

  init(contract: ManyPartyContract, began: Timestamp, numbers: [Nonce], peers: [Address], sides: [ExchangeSide]) {
    self.contract = contract
    self.began = began
    self.numbers = numbers
    self.peers = peers
    self.sides = sides
  }

  var id: Digest { contract.documentDigest }

  var json: JSON {
    .fields([
      "began": began.json, "contract": contract.json, "numbers": numbers.json, "peers": peers.json, "sides": sides.json,
    ])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    began = try fields.value("began")
    contract = try fields.value("contract")
    numbers = try fields.value("numbers")
    peers = try fields.value("peers")
    sides = try fields.value("sides")
    try fields.close()
    guard !sides.isEmpty, sides.count == numbers.count, sides.count == peers.count else {
      throw CodingError(.outOfRange, "each exchange has a number, a way and a side").inside("sides")
    }
  }

  static func stored(in records: any Records) async throws -> AgreedContract? {
    try await records.read { try $0.value(key, in: table) }
      .map { try AgreedContract(canonicalBytes: $0, limits: limits) }
  }

  /// Keeps it, unless another was agreed before: then that one is what counts.
  func store(in records: any Records) async throws -> AgreedContract {
    try AgreedContract(
      canonicalBytes: await records.first(canonicalBytes, for: Self.key, in: Self.table), limits: Self.limits)
  }
}
