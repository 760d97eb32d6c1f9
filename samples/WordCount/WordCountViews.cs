using LambdaSpeed;

namespace WordCount;

/// <summary>The views of the topology; those by file are there only for an export.</summary>
/// <param name="PerWord">How often each word occurs.</param>
/// <param name="PerFile">How many words each file has, and how many different ones.</param>
/// <param name="Facts">The size and hash of each file.</param>
internal sealed record WordCountViews(
    ViewName<string, long> PerWord,
    ViewName<int, (long Tokens, long Distinct)> PerFile,
    ViewName<int, FileFacts?> Facts);
