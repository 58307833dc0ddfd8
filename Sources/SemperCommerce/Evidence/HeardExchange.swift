import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import SemperStatements

/// A fair exchange on which both sides of a deal have agreed, and the statement by which they have.
struct HeardExchange: Sendable {
  let agreed: AgreedExchange
  let seller: Thumbprint
  let statement: Digest
  /// In a deal of many steps, the turn in which it was.
  let turn: Int?

  init(_ contract: VerifiedStatement<Contract>) {
    let content = contract.content
    agreed = AgreedExchange(
      terms: content.terms, items: content.items, receipt: content.receipt, salt: content.salt)
    seller = content.seller
    statement = contract.digest
    turn = nil
  }

  init(_ agreed: AgreedExchange, in deed: Deed, _ statement: Digest, seller: Thumbprint) {
    self.agreed = agreed
    self.seller = seller
    self.statement = statement
    turn = deed.act.turn
  }

  var terms: ExchangeTerms { agreed.terms }
}

extension SignedStatement {
  /// The exchange that a statement of the exchange protocol is about; `nil` for any other, and for what cannot be read.
  var exchangeNamed: Digest? {
    switch kind {
    case .commitOriginator: (try? VerifiedStatement<CommitOriginator>.content(of: self))?.exchange
    case .commitResponder: (try? VerifiedStatement<CommitResponder>.content(of: self))?.exchange
    case .openOriginator: (try? VerifiedStatement<OpenOriginator>.content(of: self))?.exchange
    case .openResponder: (try? VerifiedStatement<OpenResponder>.content(of: self))?.exchange
    case .complain: (try? VerifiedStatement<Complaint>.content(of: self))?.exchange
    case .decision: (try? VerifiedStatement<ArbiterDecision>.content(of: self))?.exchange
    case .settlementProposal: (try? VerifiedStatement<SettlementProposal>.content(of: self))?.exchange
    case .lockOutcome: (try? VerifiedStatement<LockOutcome>.content(of: self))?.terms.exchange
    default: nil
    }
  }
}
