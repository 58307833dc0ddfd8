public import SemperCryptography
public import SemperEngine
import SemperModel
import SemperStatements

/// Does what a `PieceMachine` asks for: the only place where an exchange piece for piece meets key, data and network.
///
/// Every action bears repetition: sealing gives the same bytes again, a fetch goes on where it stopped, and a piece that is in
/// its place already is compared. A `Refusal` becomes an event; anything else is thrown, and the action is performed again.
public struct PiecePerformer: Sendable {
  private let key: SigningKey
  private let source: any ItemSource
  private let sink: any ItemSink
  private let peer: any ExchangeLink
  private let time: any TimeSource

  public init(
    key: SigningKey, source: any ItemSource, sink: any ItemSink, peer: any ExchangeLink, time: any TimeSource
  ) {
    self.key = key
    self.source = source
    self.sink = sink
    self.peer = peer
    self.time = time
  }

  public func perform(_ action: PieceAction, of machine: PieceMachine) async throws -> [PieceEvent] {
    let side = machine.side
    switch action {
    case .lock: return [try await lock(side)]
    case .sign(let message): return [.signed(try sign(message, side))]
    case .send(let statement):
      try await peer.send(statement)
      return [.delivered(statement.digest)]
    case .fetch(let number, let locked):
      do {
        let (item, data) = try piece(number, locked, side)
        try await sink.fetch(item, locked: data, exchange: side.terms.id)
        return [.fetched(number)]
      } catch let refusal as Refusal { return [.fetchRefused(refusal)] }
    case .check(let number, let locked, let opening):
      let (item, data) = try piece(number, locked, side)
      let proof = try await sink.open(item, locked: data, exchange: side.terms.id, opening: opening)
      return [proof.map { .bad(number, $0) } ?? .good(number)]
    case .wait(let until):
      try await time.wait(until: until)
      return [.timePassed(until)]
    }
  }

  private func lock(_ side: ExchangeSide) async throws -> PieceEvent {
    var locked = [LockedItem]()
    do {
      for item in side.items(of: side.role) {
        let data = try await source.locked(
          item, exchange: side.terms.id, opening: side.secret.opening(for: item.path))
        let isSmall = item.description.itemClass == .checkedData
        locked.append(LockedItem(path: item.path, form: isSmall ? .checkedData(data) : .data(data)))
      }
      return .locked(locked)
    } catch let refusal as Refusal { return .lockRefused(refusal) }
  }

  private func piece(
    _ number: Int, _ locked: LockedItem, _ side: ExchangeSide
  ) throws(Refusal) -> (DescribedItem, LockedData) {
    guard let data = locked.ciphertext else {
      throw Refusal(.lockInvalid, blame: .peer, "the piece at \(locked.path) is no data")
    }
    return (side.items(of: side.role.peer)[number - 1], data)
  }

  private func sign(_ message: PieceMessage, _ side: ExchangeSide) throws -> SignedStatement {
    let (exchange, party) = (side.terms.id, side.party)
    switch message {
    case .commit(let locked, let first):
      return try SignedStatement(
        CommitPieces(exchange: exchange, party: party, answers: first, locked: locked), signedBy: [key])
    case .open(let number, let commits):
      let opening = side.secret.opening(for: side.items(of: side.role)[number - 1].path)
      return try SignedStatement(
        OpenPiece(exchange: exchange, party: party, commits: commits, number: number, opening: opening),
        signedBy: [key])
    case .end(let holds, let reason, let commits):
      return try SignedStatement(
        EndPieces(exchange: exchange, party: party, commits: commits, holds: holds, reason: reason), signedBy: [key])
    }
  }
}
