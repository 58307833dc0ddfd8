public import SemperCryptography
public import SemperEngine
public import SemperModel

/// A recipient of one package: decide, keep, sign for it, in this order, so that nobody signs for what it has not got.
///
/// Its reply is the same for ever. What the sender signs under the same id afterwards is kept beside it and convicts the
/// sender.
public struct TransferRecipientMachine: ProtocolMachine {
  public static let identity = MachineIdentity(name: "transfer-recipient", version: 1)

  private enum State: Hashable, Sendable {
    case new
    case judging
    case keeping
    case signing
    case answered(TransferReply)
  }

  private var state = State.new
  public private(set) var letter: TransferLetter?
  /// Another manifest that the sender has signed under the same id. The first is enough.
  public private(set) var contradiction: SignedStatement?

  public init() {}

  public var isFinished: Bool { reply != nil }

  /// What the sender is answered, once it is certain.
  public var reply: TransferReply? {
    switch state {
    case .new, .judging, .keeping, .signing: nil
    case .answered(let reply): reply
    }
  }

  /// The manifest of the letter that came first.
  public var manifest: TransferManifest? { letter?.journalledManifest }

  public mutating func handle(_ event: TransferRecipientEvent, at now: Timestamp) -> [TransferRecipientAction] {
    switch event {
    case .contradicted(let other):
      contradiction = contradiction ?? other
      return []
    case .arrived(let letter):
      guard state == .new else { return [] }
      self.letter = letter
      state = .judging
    case .judged(let refusal):
      guard state == .judging else { return [] }
      state = refusal.map { .answered(.refused($0)) } ?? .keeping
    case .kept:
      guard state == .keeping, let manifest else { return [] }
      state = manifest.asksReceipt ? .signing : .answered(.kept(nil))
    case .signed(let receipt):
      guard state == .signing else { return [] }
      state = .answered(.kept(receipt))
    }
    return outstandingActions
  }

  public var outstandingActions: [TransferRecipientAction] {
    guard let letter else { return [] }
    switch state {
    case .new, .answered: return []
    case .judging: return [.judge(letter)]
    case .keeping: return [.keep(letter)]
    case .signing: return [.sign(letter.journalledManifest)]
    }
  }
}

extension TransferLetter {
  /// The manifest of a letter that was verified before it was journalled.
  var journalledManifest: TransferManifest {
    switch manifest {
    case .plain(let plain): plain
    case .signed(let signed): signed.journalled(as: TransferManifest.self)
    }
  }
}
