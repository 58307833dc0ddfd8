package import SemperBank
package import SemperCryptography
import SemperEngine
package import SemperModel
package import SemperPayments
package import SemperSEPA

/// A customer's way to its bank.
package struct Counter: TransferLink, ClaimLink {
  private let system: TransfersUnderTest
  private let party: PaymentParty

  package init(system: TransfersUnderTest, party: PaymentParty) {
    self.system = system
    self.party = party
  }

  package func order(_ order: SignedStatement) async throws -> TransferReport {
    try await system.tap.carry(order) { try await system.bank(of: party).order($0, now: system.time.now()) }
  }

  package func inquire(_ inquiry: SignedStatement) async throws -> SignedStatement {
    try await system.tap.carry(inquiry) { try await system.bank(of: party).inquire($0, now: system.time.now()) }
  }

  package var bank: PublicKey { TransfersUnderTest.bankKey(of: party).publicKey }

  package func claim(_ claim: SignedStatement) async throws -> ClaimReport {
    try await system.tap.carry(claim) { try await system.bank(of: party).claim($0, now: system.time.now()) }
  }

  package func perform(_ order: SignedStatement) async throws -> SignedStatement {
    try await system.tap.carry(order) { try await system.locks(of: party).perform($0, now: system.time.now()) }
  }

  package func outcome(of terms: LockTerms) async throws -> SignedStatement? {
    try await system.locks(of: party).outcome(of: terms)
  }

  package func state(_ query: SignedStatement) async throws -> AccountState {
    try await system.tap.carry(query) { try await system.bank(of: party).bank.state($0, now: system.time.now()) }
  }
}
