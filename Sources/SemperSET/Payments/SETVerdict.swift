import SemperCoding
import SemperModel
import SemperPayments

/// What a purse says when its side has asked it: messages that were written, a refusal of what was judged, or how it ended.
enum SETVerdict: Hashable, Sendable, CanonicalValue {
  case paper(SETPaper)
  case refused(Refusal)
  /// And what the other side is told, if anything.
  case concluded(PaymentConclusion, SETPaper?)

  var json: JSON {
    switch self {
    case .paper(let paper): .fields(["paper": paper.json])
    case .refused(let refusal): .fields(["refused": refusal.json])
    case .concluded(let conclusion, let paper): .fields(["concluded": conclusion.json, "tell": paper?.json])
    }
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    if let paper: SETPaper = try fields.optional("paper") {
      self = .paper(paper)
    } else if let refusal: Refusal = try fields.optional("refused") {
      self = .refused(refusal)
    } else {
      self = .concluded(try fields.value("concluded"), try fields.optional("tell"))
    }
    try fields.close()
  }
}
