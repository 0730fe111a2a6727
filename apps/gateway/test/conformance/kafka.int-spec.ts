import { describeWithKafka } from '#testing';
import { conformance } from './suite.js';

describeWithKafka('SCIM', () => conformance('kafka'));
