import SemperArchive
import SemperCommerce
import SemperCryptography
import SemperEngine
import SemperModel
import SemperTerms
import SemperTesting

/// A ledger that keeps the rules and needs no coins: for all tests that are not about the mint.
struct BookLedger: WorldLedger {
  private let ledger: TestLedger
  private let purse: TestPurse

  init(_ fair: Fair, funds: Int64, time: VirtualTime) {
    ledger = TestLedger(key: fair.bankKey, arbiter: fair.arbiterKey.publicKey, funds: funds, time: time)
    purse = TestPurse(at: ledger, key: fair.sellerKey)
  }

  func open(_ side: DealSide, _ archive: InMemoryArchive) async throws -> DealMoney {
    side == .buyer ? .purse(purse) : .till(purse)
  }

  func books(_ buyer: InMemoryArchive) async throws -> WorldBooks {
    WorldBooks(endings: ledger.endings, funds: ledger.funds)
  }
}
