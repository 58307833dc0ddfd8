/// What one exploration of a transfer is about.
package struct TransferSetting: Sendable, Hashable {
  /// Who does not keep to the protocol.
  package enum Cheat: String, Sendable, Hashable, CaseIterable { case sender, recipient, agent }

  package var isSigned = false
  package var isSealed = false
  package var asksReceipt = false
  package var hasAgent = false
  /// One or two; where a recipient cheats it is the first.
  package var recipients = 1
  package var cheat: Cheat?
  package var weather = Weather()

  /// By words such as `transfer signed sealed receipt agent two`; `nil` for other words.
  package init?(words: String) {
    let words = words.split(separator: " ").map(String.init)
    guard words.first == "transfer" else { return nil }
    for word in words.dropFirst() {
      switch word {
      case "signed": isSigned = true
      case "sealed": isSealed = true
      case "receipt": asksReceipt = true
      case "agent": hasAgent = true
      case "two": recipients = 2
      case BrokenAssumption.forgetfulJournal.rawValue: weather.broken.insert(.forgetfulJournal)
      default: return nil
      }
    }
    // An agent takes signed manifests only.
    guard isSigned || !hasAgent else { return nil }
  }

  package var title: String {
    let words = [
      (isSigned, "signed"), (isSealed, "sealed"), (asksReceipt, "with receipt"), (hasAgent, "by an agent"),
      (recipients == 2, "to two"),
    ]
    return (["transfer"] + words.filter(\.0).map(\.1)).joined(separator: " ")
  }

  var name: String { title + (cheat.map { ", the \($0.rawValue) cheats" } ?? ", all honest") }

  var withAllCheats: [TransferSetting] {
    var settings = [self]
    for cheat in Cheat.allCases where hasAgent || cheat != .agent {
      var setting = self
      setting.cheat = cheat
      settings.append(setting)
    }
    return settings
  }
}
