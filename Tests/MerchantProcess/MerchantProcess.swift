import Foundation
import SemperArchive
import SemperCoding
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import SemperSET

/// A merchant alone in its process: cardholders' messages and the gateway's answers come in by standard input. It lives until
/// its input ends, so that its memory can be searched after a purchase.
@main
struct MerchantProcess {
  private struct StillTime: TimeSource {
    let time: Timestamp
    func now() async -> Timestamp { time }
    func wait(until time: Timestamp) async throws {}
  }

  static func main() async throws {
    guard let first = try Frame.read(.standardInput), first.kind == .configuration else { return }
    let setting = try Setting(canonicalBytes: first.bytes)
    let till = CardTill(
      desk: try setting.desk(), gateway: PipedGateway(word: setting.word), records: InMemoryArchive().records,
      time: StillTime(time: setting.now), arbiterKey: { _ in nil })
    while let frame = try Frame.read(.standardInput) {
      switch frame.kind {
      case .message: try Frame(kind: .answer, bytes: try await till.answer(frame.bytes)).write(.standardOutput)
      case .claim:
        var fields = try ObjectReader(CanonicalJSON.parse(frame.bytes))
        let terms: LockTerms = try fields.value("terms")
        let opening: ItemOpening = try fields.value("opening")
        let outcome = try await till.claim(terms, with: .opening(opening))
        try Frame(kind: .answer, bytes: outcome.signed.canonicalBytes).write(.standardOutput)
      case .configuration, .answer, .toGateway, .fromGateway: return
      }
    }
  }
}
