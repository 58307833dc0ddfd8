import Foundation
import SemperCoding
import SemperCommunication
import SemperExchange
import SemperModel
import SemperServers

/// What is to be seen at the end of a transfer, gathered from outside: bundles, accounts and purses, disks.
struct EndOfTransfer: Sendable {
  /// The bytes of each side's bundle; nothing for a side that has none.
  var bundles: [ExchangeRole: [UInt8]] = [:]
  /// What each side has at its banks.
  var funds: [ExchangeRole: [PartyFunds]] = [:]
  /// What every account was opened with.
  var granted = ExchangeGoods.granted
  /// The places of data whose files lie opened on the recipient's disk, bit for bit as the sender has them.
  var opened: Set<String> = []
  /// The statements that lie on the recipient's disk, by their places.
  var placed: [String: TransferredItem] = [:]

  /// Looks at a transfer when both parties have been stopped. Also tells which files hold evidence.
  static func gather(
    _ stage: ExchangeStage, cell: CellSetup
  ) async throws -> (end: EndOfTransfer, evidence: [String]) {
    var end = EndOfTransfer()
    var evidence = [String]()
    for role in ExchangeRole.allCases {
      let side = ExchangeSideName(role, in: cell)
      if await !stage.banks.isEmpty {
        end.funds[role] = try await PartyFunds.look(
          home: stage.home(side), agreementFile: stage.agreementFile(side), trustFile: stage.trustFile)
      }
      let file = stage.home(side) + "/evidence.json"
      guard let bytes = FileManager.default.contents(atPath: file) else { continue }
      end.bundles[role] = Array(bytes)
      evidence.append(file)
    }
    let recipient = ExchangeSideName(.responder, in: cell)
    let shelf = stage.home(recipient) + "/received/" + recipient.other.rawValue
    for name in (try? FileManager.default.contentsOfDirectory(atPath: shelf)) ?? [] {
      let place = "\(recipient.other.rawValue)/\(name)"
      guard let number = name.split(separator: "-").first.map(String.init) else { continue }
      if GoodsOnDisk.are(stage.goods.place(recipient.other, number), in: "\(shelf)/\(name)") {
        end.opened.insert(place)
      } else if let bytes = FileManager.default.contents(atPath: "\(shelf)/\(name)") {
        end.placed[place] = try? TransferredItem(canonicalBytes: Array(bytes))
      }
    }
    return (end, evidence)
  }
}
