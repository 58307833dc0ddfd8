import SemperArchive
import SemperArchiveSQLite
import SemperCoding
import SemperCommunication
import SemperEngine
import SemperExchange
import SemperModel

// What is given piece for piece.
extension PartyDesk {
  /// The driver of an exchange piece for piece that has been agreed on.
  func pieces(_ agreed: AgreedExchange) async throws -> OpenPieces {
    let performer = PiecePerformer(
      key: keys.signing(agreed.number), source: try await goods(agreed.number),
      sink: shelf(agreed.peer, of: agreed.side.items(of: agreed.side.role.peer)),
      peer: PartyLink(peer: PeerClient(transport: transport, address: agreed.peer), exchange: agreed.id), time: time)
    let driving = Late<MachineDriver<PieceMachine>>()
    let hooks = hooks
    let driver = MachineDriver(
      PieceMachine(agreed.side, at: agreed.began), conversation: OpenPieces.conversation(agreed.id),
      journal: archive.journal, time: time,
      retry: RetryPolicy(first: Span(seconds: 1), longest: Span(seconds: 4)), logger: logger
    ) { action in
      let machine = try await driving.value.machine
      return hooks.pieces(try await performer.perform(action, of: machine))
    }
    driving.set(driver)
    return OpenPieces(agreed: agreed, driver: driver, driving: driving)
  }

  /// All evidence of it, from the journal.
  func pieceBundle(of agreed: AgreedExchange) async throws -> PieceBundle {
    let entries = try await archive.journal.entries(of: OpenPieces.conversation(agreed.id))
    let events = try entries.dropFirst().map {
      try PieceEvent(canonicalBytes: $0.bytes, limits: PieceBundle.limits)
    }
    return try PieceBundle(agreed.side, events: events)
  }
}
