namespace LambdaSpeed;

/// <summary>An outside store that follows a view of a running graph.</summary>
/// <param name="Store">The store's name: what it is and where.</param>
/// <param name="Written">The newest epoch that it has taken whole.</param>
/// <param name="State">How it is doing.</param>
/// <param name="Failure">What its last write failed of, or why it was given up; null while all is well.</param>
public sealed record FollowerDescription(string Store, EpochId Written, FollowerState State, string? Failure);
