namespace LambdaSpeed;

/// <summary>Which state of a run an outside store holds.</summary>
/// <param name="Incarnation">Which start of the run; a later start has a higher number.</param>
/// <param name="Epoch">The epoch of that incarnation.</param>
public readonly record struct ViewMark(long Incarnation, EpochId Epoch);
