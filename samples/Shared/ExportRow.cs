namespace Samples.Shared;

/// <summary>A row to be exported.</summary>
/// <param name="Measure">What the greatest rows are chosen by.</param>
/// <param name="Fields">What is written.</param>
internal readonly record struct ExportRow(long Measure, string[] Fields);
