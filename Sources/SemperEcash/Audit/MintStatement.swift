public import SemperCoding
public import SemperCryptography
public import SemperModel

/// The mint's signed word on its books as they are at the end of a day: how many coins were ever made and came back under each
/// key, the Merkle root over what it did since the statement before, and where the ledger stands.
///
/// Statements are numbered and chained. Whoever keeps one can show later that the books were rewritten; two of one number
/// convict the mint. They tell nothing about who paid whom.
public struct MintStatement: StatementContent {
  public static let kind = StatementKind.mintStatement
  public static var largestPayload: Int { 512 << 10 }

  /// Coins under one denomination key, since the key began.
  public struct Circulation: Hashable, Sendable, CanonicalValue {
    public let key: Digest
    public let issued: Int
    public let redeemed: Int

    public init(key: Digest, issued: Int, redeemed: Int) {
      self.key = key
      self.issued = issued
      self.redeemed = redeemed
    }

    public var json: JSON {
      .fields(["issued": issued.json, "key": key.json, "redeemed": redeemed.json])
    }

    public init(json: JSON) throws(CodingError) {
      var fields = try ObjectReader(json)
      issued = try fields.value("issued")
      key = try fields.value("key")
      redeemed = try fields.value("redeemed")
      try fields.close()
    }
  }

  public let mint: Thumbprint
  public let number: Int
  /// The digest of the statement before.
  public let previous: Digest?
  /// The digest of the key list in force.
  public let list: Digest
  /// The mint's log: this statement is about the entries from `from` on, and there are `size`.
  public let from: Int
  public let size: Int
  /// RFC 6962 root over these entries; none when nothing has happened.
  public let root: Digest?
  public let circulation: [Circulation]
  /// Minor units that coins outstanding, and locks of coins, are worth by the ledger.
  public let coins: Int64
  public let locks: Int64
  /// How many entries the bank's ledger has, and its chain value after the last one.
  public let ledger: Int
  public let ledgerHead: Digest
  public let issued: Timestamp

  public var signers: [Thumbprint] { [mint] }

  public var json: JSON {
    .fields([
      "circulation": circulation.json, "coins": coins.json, "from": from.json, "iat": issued.json,
      "ledger": ledger.json, "ledgerHead": ledgerHead.json, "list": list.json, "locks": locks.json,
      "mint": mint.json, "number": number.json, "previous": previous?.json, "root": root?.json, "size": size.json,
    ])
  }

  init(
    mint: Thumbprint, number: Int, previous: Digest?, list: Digest, log: Range<Int>, root: Digest?,
    circulation: [Circulation], coins: Int64, locks: Int64, ledger: (entries: Int, head: Digest), issued: Timestamp
  ) {
    self.mint = mint
    self.number = number
    self.previous = previous
    self.list = list
    from = log.lowerBound
    size = log.upperBound
    self.root = root
    self.circulation = circulation
    self.coins = coins
    self.locks = locks
    self.ledger = ledger.entries
    ledgerHead = ledger.head
    self.issued = issued
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    circulation = try fields.value("circulation")
    coins = try fields.value("coins")
    from = try fields.value("from")
    issued = try fields.value("iat")
    ledger = try fields.value("ledger")
    ledgerHead = try fields.value("ledgerHead")
    list = try fields.value("list")
    locks = try fields.value("locks")
    mint = try fields.value("mint")
    number = try fields.value("number")
    previous = try fields.optional("previous")
    root = try fields.optional("root")
    size = try fields.value("size")
    try fields.close()
    guard number >= 0, (number == 0) == (previous == nil) else {
      throw CodingError(.outOfRange, "every statement but the first names the one before").inside("previous")
    }
    guard 0 <= from, from <= size, (from == size) == (root == nil) else {
      throw CodingError(.outOfRange, "a statement has a root exactly when something has happened").inside("root")
    }
  }
}
