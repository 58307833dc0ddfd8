import SemperCoding
import SemperModel

/// How long each side may complain about the other's data, and which sides have given data at all.
struct ComplaintWindows: Hashable, Sendable, CanonicalValue {
  let length: Span
  /// Whether the originator owes data of any size: then the responder has a window.
  let originatorOwesData: Bool
  /// Likewise for the originator's window, which follows.
  let responderOwesData: Bool

  init(_ body: ExchangeBody) {
    length = body.window
    originatorOwesData = body.originatorItems.contains(where: \.itemClass.needsWindow)
    responderOwesData = body.responderItems.contains(where: \.itemClass.needsWindow)
  }

  var json: JSON {
    .fields([
      "length": length.json, "originator": originatorOwesData.json, "responder": responderOwesData.json,
    ])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    length = try fields.value("length")
    originatorOwesData = try fields.value("originator")
    responderOwesData = try fields.value("responder")
    try fields.close()
  }
}
