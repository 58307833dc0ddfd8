/// A file and a function stay small enough to be read at once.
enum SizeRule {
  static let longestFile = 500
  static let longestFunction = 70

  static func findings(in file: SourceFile) -> [Finding] {
    var findings = [Finding]()
    if file.lineCount > longestFile {
      findings.append(Finding(file, "\(file.lineCount) lines; split the file (at most \(longestFile))"))
    }
    for block in file.blocks where block.kind == .function && block.lines > longestFunction {
      findings.append(
        Finding(file, line: block.firstLine, "\(block.lines) lines; split the function (at most \(longestFunction))"))
    }
    return findings
  }
}
