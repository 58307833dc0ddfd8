import SemperCryptography
import SemperModel
import SemperPayments

// Our own messages.
extension ExchangePerformer {
  func sign(_ message: ExchangeMessage, _ side: ExchangeSide) throws -> SignedStatement {
    let (exchange, party) = (side.terms.id, side.terms.header.party(side.role).key)
    switch (message, side.role) {
    case (.commitOriginator(let commitment), _):
      return try SignedStatement(
        CommitOriginator(exchange: exchange, party: side.party, commitment: commitment), signedBy: [key])
    case (.commitResponder(let commitment, let first), _):
      return try SignedStatement(
        CommitResponder(exchange: exchange, party: side.party, answers: first, commitment: commitment),
        signedBy: [key])
    case (.open(let commits), .originator):
      return try SignedStatement(
        OpenOriginator(exchange: exchange, party: side.party, commits: commits, secret: side.secret), signedBy: [key])
    case (.open(let commits), .responder):
      return try SignedStatement(
        OpenResponder(exchange: exchange, party: side.party, commits: commits, secret: side.secret), signedBy: [key])
    case (.abort, _): return try SignedStatement(AbortRequest(side.terms), signedBy: [key])
    case (.resolve(let record), let role):
      return try SignedStatement(
        ResolveRequest(record: record, role: role, secret: side.secret, reply: side.reply), signedBy: [key])
    case (.complain(let record, let secret, let path, let proof), let role):
      return try SignedStatement(
        Complaint(record: record, role: role, secret: secret, path: path, proof: proof), signedBy: [key])
    case (.accept, _): return try SignedStatement(AcceptRequest(exchange: exchange, party: party), signedBy: [key])
    case (.consent(let proposal), _):
      return try SignedStatement(
        SettlementConsent(exchange: exchange, party: side.party, proposal: proposal), signedBy: [key])
    case (.query, _):
      return try SignedStatement(
        QueryRequest(exchange: exchange, party: party, reply: side.reply), signedBy: [key])
    }
  }
}
