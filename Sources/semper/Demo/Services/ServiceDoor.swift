import SemperCoding
import SemperTrustedUI
import SemperWallet

/// What a buyer does with the rights that a deal has brought: it shows each twice at the seller's door, in answer to another nonce each
/// time.
struct ServiceDoor {
  let wallet: WalletProcess
  let till: TillProcess

  /// What the door said to a right.
  struct Showing: Sendable {
    let type: String
    let isGood: Bool
    let isGoodAgain: Bool

    func line(in texts: Texts) -> String {
      let words = [isGood, isGoodAgain].map { texts($0 ? DemoText.demoRightGood : .demoRightRefused) }
      return texts(DemoText.demoRight, ["type": type, "first": words[0], "second": words[1]])
    }

    var json: JSON { .fields(["again": isGoodAgain.json, "good": isGood.json, "type": type.json]) }
  }

  func show() async throws -> [Showing] {
    let rights = try [WalletRight](json: await wallet.run("rights"))
    var showings = [Showing]()
    for right in rights where right.deal != nil {
      let first = try await isAdmitted(right, nonce: "door-1")
      showings.append(
        Showing(type: right.type, isGood: first, isGoodAgain: try await isAdmitted(right, nonce: "door-2")))
    }
    return showings
  }

  private func isAdmitted(_ right: WalletRight, nonce: String) async throws -> Bool {
    let answer = try await wallet.run("present", [right.name, "--nonce", nonce])
    return try await till.admits(String(json: answer["shown"] ?? .null), nonce: nonce)
  }
}
