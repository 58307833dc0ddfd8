import SemperCoding
import SemperCryptography
import SemperModel
import Testing

@testable import SemperEcash

/// What a mint's list of keys can say, and which list follows another.
@Suite struct KeyListFormTests {
  private static let list = MintHost.smallKeys.list.content
  private static let day: Int64 = 86_400

  private func time(_ days: Int64) -> Timestamp { MintHost.begin.advanced(by: Span(seconds: days * Self.day)) }

  private func object(_ json: JSON) throws -> JSONObject {
    guard case .object(let fields) = json else { throw CodingError(.wrongType, "an object") }
    return fields
  }

  // MARK: One key

  @Test func feesAreMoreThanNothingAndLessThanTheCoin() throws {
    func reads(_ members: KeyValuePairs<String, JSON?>) -> Bool { (try? CoinFees(json: .fields(members))) != nil }
    #expect(reads(["deposit": 1.json]) && reads(["deposit": 1.json, "refresh": 2.json, "withdraw": 3.json]))
    #expect(!reads([:]), "who asks for nothing does not say so")
    for name in ["deposit", "refresh", "withdraw"] {
      for units in [0, -1] { #expect(!reads([name: units.json]), "\(name) \(units)") }
    }
    func makes(_ fees: CoinFees) -> Bool {
      (try? DenominationKey(
        denomination: Denomination(exponent: 2), key: Self.list.keys[0].key, notBefore: time(0), withdrawEnd: time(1),
        spendEnd: time(2), legalEnd: time(3), fees: fees)) != nil
    }
    #expect(makes(CoinFees(deposit: 3, refresh: 3)))
    #expect(!makes(CoinFees(deposit: 4)) && !makes(CoinFees(refresh: 4)) && !makes(CoinFees(withdraw: 1 << 17)))
  }

  @Test func aCoinIsWorthAPowerOfTwo() throws {
    for exponent in [-1, 17] { #expect(throws: CodingError.self) { try Denomination(exponent: exponent) } }
    let one = try Denomination(exponent: 0)
    #expect(Denomination.split(Int64(MintLimits.coins), into: [one])?.count == MintLimits.coins)
    #expect(Denomination.split(Int64(MintLimits.coins) + 1, into: [one]) == nil, "more than one request holds")
  }

  @Test func aKeyIsAnnouncedIssuedSpentAndAnsweredForInThisOrder() throws {
    func makes(_ announced: Int64, _ begin: Int64, _ withdraw: Int64, _ spend: Int64, _ legal: Int64) -> Bool {
      (try? DenominationKey(
        denomination: Denomination(exponent: 0), key: Self.list.keys[0].key, announced: time(announced),
        notBefore: time(begin), withdrawEnd: time(withdraw), spendEnd: time(spend), legalEnd: time(legal))) != nil
    }
    #expect(makes(0, 1, 2, 3, 4) && makes(1, 1, 2, 2, 2))
    #expect(!makes(2, 1, 3, 4, 5) && !makes(0, 2, 2, 3, 4) && !makes(0, 1, 4, 3, 5) && !makes(0, 1, 2, 4, 3))
    let key = Self.list.keys[0]
    let said = try object(key.json).with("announced", key.notBefore.json)
    #expect(throws: CodingError.self) { try DenominationKey(json: .object(said)) }
  }

  // MARK: One list

  private func list(
    mint: Thumbprint? = nil, currency: Currency = .euro, number: Int = 0, previous: Digest? = nil,
    keys: [DenominationKey]? = nil, issued: Timestamp? = nil
  ) -> MintKeyList {
    MintKeyList(
      mint: mint ?? MintHost.key.thumbprint, currency: currency, number: number, previous: previous,
      keys: keys ?? Self.list.keys, issued: issued ?? Self.list.issued)
  }

  @Test func aListHoldsEachKeyOnceAndNamesTheOneBefore() throws {
    func reads(_ list: MintKeyList) -> Bool { (try? MintKeyList(json: list.json)) != nil }
    let before = Digest(plain: [1])
    #expect(reads(list()) && reads(list(number: 1, previous: before)))
    #expect(!reads(list(number: 1)) && !reads(list(previous: before)))
    #expect(!reads(list(keys: Self.list.keys + [Self.list.keys[0]])))
    let said = try object(list().json).with("change", ChangeRule.free.json)
    #expect(throws: CodingError.self) { try MintKeyList(json: .object(said)) }
  }

  // MARK: One after the other

  private func later(_ key: DenominationKey, announced: Timestamp) throws -> DenominationKey {
    try DenominationKey(
      denomination: key.denomination, key: MintHost.signingKeys[9].publicKey, announced: announced,
      notBefore: time(30), withdrawEnd: key.withdrawEnd, spendEnd: key.spendEnd, legalEnd: key.legalEnd)
  }

  @Test func theNextListKeepsWhatTheMintAnswersFor() throws {
    let first = MintHost.smallKeys.list
    let (keys, issued) = (Self.list.keys, time(10))
    func follows(_ list: MintKeyList) -> RefusalCode? {
      do {
        try list.require(follows: first)
        return nil
      } catch { return error.code }
    }
    func next(
      mint: Thumbprint? = nil, currency: Currency = .euro, number: Int = 1, previous: Digest? = nil,
      keys: [DenominationKey]? = nil, issued: Timestamp? = nil
    ) -> MintKeyList {
      list(
        mint: mint, currency: currency, number: number, previous: previous ?? first.digest,
        keys: keys ?? Self.list.keys,
        issued: issued ?? time(10))
    }
    #expect(follows(next()) == nil)
    #expect(follows(next(number: 2)) == .notAsOffered)
    #expect(follows(next(previous: Digest(plain: [1]))) == .notAsOffered)
    #expect(follows(next(mint: SigningKey().thumbprint)) == .notAsOffered)
    #expect(try follows(next(currency: Currency(code: "USD"))) == .notAsOffered)
    #expect(follows(next(issued: Timestamp(seconds: first.content.issued.seconds - 1))) == .notAsOffered)
    #expect(follows(next(keys: Array(keys.dropFirst()))) == .notAsOffered, "a key is missing")
    #expect(try follows(next(keys: keys + [later(keys[0], announced: issued)])) == nil)
    #expect(
      try follows(next(keys: keys + [later(keys[0], announced: time(9))])) == .notAsOffered,
      "said to have been announced, and was not")
    let changed = try DenominationKey(
      denomination: keys[0].denomination, key: keys[0].key, notBefore: keys[0].notBefore,
      withdrawEnd: keys[0].withdrawEnd, spendEnd: keys[0].withdrawEnd, legalEnd: keys[0].legalEnd)
    #expect(follows(next(keys: [changed] + keys.dropFirst())) == .notAsOffered)
    #expect(try follows(next(keys: [keys[0].revoked(at: issued)] + keys.dropFirst())) == nil)
  }
}
