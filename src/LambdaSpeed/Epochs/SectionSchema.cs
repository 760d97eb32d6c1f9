namespace LambdaSpeed.Epochs;

/// <summary>A part of the state as it was stored.</summary>
/// <param name="Section">Its name: <c>view:…</c> or <c>state:…</c>.</param>
/// <param name="Schema">The formats of its keys and values.</param>
internal sealed record SectionSchema(string Section, string Schema);
