namespace LambdaSpeed.Tidy.Tests.Rules;

/// <summary>A folder of the core and the floor it is on.</summary>
/// <param name="Folder">The folder below <c>src/LambdaSpeed</c>.</param>
/// <param name="Floor">Zero is the lowest.</param>
/// <param name="Neighbours">Rooms of the same floor that this one may use.</param>
internal sealed record Room(string Folder, int Floor, params string[] Neighbours);
