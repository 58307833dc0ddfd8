/// A `Content-Range` field: `bytes 100-199/1000` (RFC 9110 section 14.4). Unknown totals are refused.
struct ContentRange: Equatable {
  let first: Int
  let last: Int
  let total: Int

  init?(_ text: String?) {
    guard let text, text.hasPrefix("bytes ") else { return nil }
    let parts = text.dropFirst(6).split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let ends = parts[0].split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, let first = Int(ends[0]), let last = Int(ends[1]), let total = Int(parts[1]),
      first >= 0, first <= last, last < total
    else { return nil }
    (self.first, self.last, self.total) = (first, last, total)
  }
}
