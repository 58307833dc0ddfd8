import SemperCryptography
import SemperModel

/// What a recipient asks to be done. Every action bears repetition.
public enum TransferRecipientAction: Hashable, Sendable {
  /// Decide whether the package is wanted. Answered by `judged`.
  case judge(TransferLetter)
  /// Open the package and put it where it belongs. Answered by `kept`.
  case keep(TransferLetter)
  /// Sign the receipt. Answered by `signed`.
  case sign(TransferManifest)
}
