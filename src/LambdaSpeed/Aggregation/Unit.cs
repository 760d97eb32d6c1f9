namespace LambdaSpeed.Aggregation;

/// <summary>Nothing at all: what an aggregator is given that needs no part of the tuple. Takes no room on an edge or in a log.</summary>
internal readonly record struct Unit;
