import SemperArchive
import SemperChipper
import SemperCoding
import SemperCommunication
import SemperCommunicationHTTP
import SemperEngine
import SemperModel
import SemperStatements
import SemperTrustedUI
import SemperWallet

/// What a command says when something could not be done: what happened and what to do next, in the person's language. What
/// the libraries have to add is in English and stands below it as that.
struct Complaint {
  private let error: any Error
  private let texts: Texts

  init(_ error: any Error, in language: Language) {
    self.error = error
    texts = WalletTexts.of(language)
  }

  var lines: [String] {
    let (what, detail) = words
    return [texts(WalletText.error, ["what": what])]
      + (detail.map { [texts(WalletText.errorDetail, ["detail": HumanText.line($0)])] } ?? [])
  }

  private var words: (String, String?) {
    switch error {
    case let error as WalletError: (texts(error.text, error.parts.mapValues(HumanText.line)), nil)
    case let error as DemoError: (error.saying.text(in: CommandTexts.of(texts.language)), nil)
    case let error as DeskError: (error.saying.text(in: CommandTexts.of(texts.language)), nil)
    case let refusal as Refusal: (texts.refusal(refusal), refusal.detail)
    case let error as TransportError: (texts.text("error.transport.\(error.code.rawValue)"), error.message)
    case let error as DownloadError: (texts.text("error.download.\(error.code.rawValue)"), error.message)
    case let error as ArchiveError: (texts.text("error.archive.\(error.code.rawValue)"), detail(error))
    case let error as CardFailure: (texts(WalletText.errorChip), error.message)
    case let error as HTTPError where error.code == .plainHTTP: (texts(WalletText.errorHttpPlainHTTP), error.message)
    case let error as StatementsError: (texts(WalletText.errorStorage), error.message)
    case let error as CodingError: (texts(WalletText.errorForm), "\(error)")
    default: (texts(WalletText.errorUnexpected), "\(error)")
    }
  }

  private func detail(_ error: ArchiveError) -> String? {
    switch error.code {
    case .corrupt, .unavailable: error.message
    // The text says all of it.
    case .locked, .exists, .busy, .newerVersion: nil
    }
  }
}

extension Texts {
  /// What a refusal means for the person, and what to do next.
  func refusal(_ refusal: Refusal) -> String { text("refusal.\(refusal.code.rawValue)") }
}
