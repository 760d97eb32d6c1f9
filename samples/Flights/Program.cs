using Flights;
using Samples.Shared;

return await SampleHost.MainAsync(args, FlightsApp.RunAsync);
