import { GraphQLClient } from 'graphql-request';

export const used = GraphQLClient;
