import Foundation
import SemperExchange
import SemperModel

/// What is to be seen at the end of an exchange piece for piece, gathered from outside: both sides' bundles, and the pieces that
/// lie opened on each side's disk, bit for bit as the other has them.
struct EndOfPieces: Sendable {
  /// The bytes of each side's bundle; nothing for a side that has none.
  var bundles: [ExchangeRole: [UInt8]] = [:]
  /// The places of pieces whose files lie opened on the receiver's disk.
  var opened: Set<String> = []

  /// Looks when nothing moves any more. Also tells which files hold evidence.
  static func gather(_ stage: ExchangeStage, cell: CellSetup) -> (end: EndOfPieces, evidence: [String]) {
    var end = EndOfPieces()
    var evidence = [String]()
    for role in ExchangeRole.allCases {
      let side = ExchangeSideName(role, in: cell)
      let file = stage.home(side) + "/evidence.json"
      if let bytes = FileManager.default.contents(atPath: file) {
        end.bundles[role] = Array(bytes)
        evidence.append(file)
      }
      // What this side has given, on the other's disk.
      for (number, path) in cell.places(of: side).enumerated() {
        let received = stage.home(side.other) + "/received/" + path
        if GoodsOnDisk.are(stage.goods.place(side, "\(number + 1)"), in: received) { end.opened.insert(path) }
      }
    }
    return (end, evidence)
  }
}
