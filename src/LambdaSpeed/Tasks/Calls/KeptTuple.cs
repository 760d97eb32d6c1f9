using LambdaSpeed.Streams;

namespace LambdaSpeed.Tasks.Calls;

/// <summary>A tuple that an async bolt held when an epoch ended.</summary>
/// <param name="Tuple">The tuple.</param>
/// <param name="Stamp">What travels beside it.</param>
internal readonly record struct KeptTuple<T>(T Tuple, TupleStamp Stamp);
