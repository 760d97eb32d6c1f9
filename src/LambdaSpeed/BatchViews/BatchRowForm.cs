namespace LambdaSpeed;

/// <summary>How rows of keys and accumulators are written as text, by whoever has no library of ours; see
/// <c>docs/how-it-works/batch-layers.md</c>.</summary>
public enum BatchRowForm
{
    /// <summary>Comma-separated fields without a header (RFC 4180): those of the key, then those of the accumulator.</summary>
    Csv,

    /// <summary>One JSON object on each line: <c>{"key": …, "accumulator": …}</c>.</summary>
    JsonLines,
}
