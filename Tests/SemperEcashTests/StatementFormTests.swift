import SemperCoding
import SemperCryptography
import SemperModel
import Testing

@testable import SemperEcash

/// What a mint's statement about a day can say.
@Suite struct StatementFormTests {
  private func reads(
    number: Int = 1, previous: Digest? = Digest(plain: [1]), from: Int = 1, size: Int = 2,
    root: Digest? = Digest(plain: [2])
  ) throws -> Bool {
    let honest = MintStatement(
      mint: MintHost.key.thumbprint, number: number, previous: previous, list: Digest(plain: [3]), log: 1..<2,
      root: root, circulation: [], coins: 0, locks: 0, ledger: (0, Digest(plain: [4])), issued: MintHost.begin)
    guard case .object(let fields) = honest.json else { return false }
    let said = JSON.object(fields.with("from", from.json).with("size", size.json))
    do {
      return try MintStatement(json: said) == honest || from != 1 || size != 2
    } catch {
      return false
    }
  }

  @Test func everyStatementButTheFirstNamesTheOneBefore() throws {
    #expect(try reads() && reads(number: 0, previous: nil))
    #expect(try !reads(previous: nil) && !reads(number: 0) && !reads(number: -1))
  }

  @Test func aRootIsOfWhatHasHappened() throws {
    #expect(try reads(from: 0) && reads(from: 2, root: nil) && reads(from: 0, size: 0, root: nil))
    #expect(try !reads(root: nil) && !reads(from: 2))
    #expect(try !reads(from: -1) && !reads(from: 3))
  }
}
